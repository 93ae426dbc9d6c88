export default function SignUp() {
  return <h1 tabIndex={-1}>Sign up</h1>;
}

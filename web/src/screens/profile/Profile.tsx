export default function Profile() {
  return <h1 tabIndex={-1}>Profile</h1>;
}

export default function Saved() {
  return <h1 tabIndex={-1}>Saved</h1>;
}

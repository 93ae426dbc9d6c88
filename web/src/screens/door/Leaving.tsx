export default function Leaving() {
  return <h1 tabIndex={-1}>Leaving</h1>;
}

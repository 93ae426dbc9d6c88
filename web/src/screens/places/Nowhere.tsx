export default function Nowhere() {
  return <h1 tabIndex={-1}>Nowhere</h1>;
}

export default function Requests() {
  return <h1 tabIndex={-1}>Requests</h1>;
}

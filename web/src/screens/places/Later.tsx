export default function Later() {
  return <h1 tabIndex={-1}>Later</h1>;
}

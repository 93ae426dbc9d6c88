export default function Collection() {
  return <h1 tabIndex={-1}>Collection</h1>;
}

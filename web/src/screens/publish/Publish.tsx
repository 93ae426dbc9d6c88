export default function Publish() {
  return <h1 tabIndex={-1}>Publish</h1>;
}

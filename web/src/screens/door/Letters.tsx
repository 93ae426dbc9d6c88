export default function Letters() {
  return <h1 tabIndex={-1}>Letters</h1>;
}

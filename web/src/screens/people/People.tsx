export default function People() {
  return <h1 tabIndex={-1}>People</h1>;
}

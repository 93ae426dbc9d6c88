export default function Post() {
  return <h1 tabIndex={-1}>Post</h1>;
}

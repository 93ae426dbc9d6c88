export default function Notifications() {
  return <h1 tabIndex={-1}>Notifications</h1>;
}

export default function SecondStep(_: { challengeToken: string; onBack: () => void }) {
  return null;
}

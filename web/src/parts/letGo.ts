// The end of a long press.

const ENDS = ["pointerup", "pointercancel"] as const;
const AFTER = 60; // milliseconds in which the click of a press follows its end

/** The click at the end of a long press is nobody's: not the button's, nor that of what lies under the finger by then. */
export function letGo(): void {
  const nobody = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  const over = () => {
    for (const end of ENDS) {
      removeEventListener(end, over, true);
    }
    setTimeout(() => removeEventListener("click", nobody, true), AFTER);
  };
  addEventListener("click", nobody, true);
  for (const end of ENDS) {
    addEventListener(end, over, true);
  }
}

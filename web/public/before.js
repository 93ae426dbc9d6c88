// Runs before the first paint: theme, language and direction as they were chosen, so that nothing flashes or turns round.
(() => {
  const root = document.documentElement;
  const read = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };
  const theme = read("lambdagram.theme");
  if (theme === "light" || theme === "dark") {
    root.dataset.theme = theme;
  }
  const known = ["en", "ar"];
  const wished = [read("lambdagram.language"), ...navigator.languages].map((each) => (each || "").slice(0, 2));
  const language = wished.find((each) => known.includes(each)) || "en";
  root.lang = language;
  root.dir = language === "ar" ? "rtl" : "ltr";
  if (read("lambdagram.signed-in")) {
    root.dataset.inside = ""; // room for the navigation before it is certain who is here
  }
})();

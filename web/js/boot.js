// The one script of the page: puts on the theme that this device remembers before anything is drawn, starts the app,
// and says so in plain words when that fails.
// `guanxi-web` is the glue that wasm-bindgen writes; the build puts it in here.
import init from "guanxi-web";

wearTheme();

const assets = JSON.parse(document.getElementById("guanxi-assets").textContent);

init({ module_or_path: assets.wasm }).catch((error) => {
  document.getElementById("boot-failed").hidden = false;
  throw error;
});

function wearTheme() {
  try {
    const theme = localStorage.getItem("guanxi.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // A browser that keeps nothing remembers no theme.
  }
}

// The one script of the page: starts the app, and says so in plain words when that fails.
// `guanxi-web` is the glue that wasm-bindgen writes; the build puts it in here.
import init from "guanxi-web";

const assets = JSON.parse(document.getElementById("guanxi-assets").textContent);

init({ module_or_path: assets.wasm }).catch((error) => {
  document.getElementById("boot-failed").hidden = false;
  throw error;
});

// Takes the invitation's secret out of the address, so that it stands in no history, and fills it in.
"use strict";
function take() {
  const code = location.hash.slice(1);
  if (!code) return;
  history.replaceState(null, "", location.pathname);
  document.getElementById("field-code").value = code;
  document.querySelector("main form button").focus();
}
addEventListener("hashchange", take);
take();

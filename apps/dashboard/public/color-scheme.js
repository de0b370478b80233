// Sets the colour scheme before the first paint. A file of its own, so that the content security policy needs no inline script.
(function () {
  var stored = null;
  var contrast = null;
  try {
    stored = localStorage.getItem('rumpus-color-scheme');
    contrast = localStorage.getItem('rumpus-contrast');
  } catch {
    // Storage can be blocked; the system's preference then decides.
  }
  var dark = stored === 'dark' || (stored !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  if (contrast === 'more') document.documentElement.setAttribute('data-contrast', 'more');
})();

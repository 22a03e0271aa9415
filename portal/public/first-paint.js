// Before the first paint, so that nobody sees the other theme or language flash by. A file of its own, because
// the content security policy allows no script inside the page.
(function () {
  try {
    var theme = localStorage.getItem('linewatch.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
    var language = localStorage.getItem('linewatch.language');
    if (language === 'en' || language === 'zh-CN') document.documentElement.lang = language;
  } catch {
    // Storage is shut off: the system's theme and the default language stay.
  }
})();

// Light or dark: as the system has it until the reader presses the button. A browser that keeps nothing forgets the choice.
const key = 'backprop page colours';

export function offerThemes(button) {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let chosen = null;
  try {
    chosen = localStorage.getItem(key);
  } catch { /* Nothing is kept here. */ }

  function show() {
    const isDark = chosen ? chosen === 'dark' : dark.matches;
    if (chosen) document.documentElement.dataset.theme = chosen;
    // The kernel's pictures follow the attribute that JupyterLab sets.
    document.body.dataset.jpThemeLight = String(!isDark);
    button.textContent = isDark ? 'Light' : 'Dark';
  }

  button.addEventListener('click', () => {
    chosen = button.textContent.toLowerCase();
    try {
      localStorage.setItem(key, chosen);
    } catch { /* Then only until the page is closed. */ }
    show();
  });
  dark.addEventListener('change', show);
  // Paper is light.
  addEventListener('beforeprint', () => { document.body.dataset.jpThemeLight = 'true'; });
  addEventListener('afterprint', show);
  show();
}

import { Service, signal } from '@angular/core';

export const THEMES = ['system', 'light', 'dark'] as const;
export type ThemeName = (typeof THEMES)[number];

const KEY = 'linewatch.theme';
const systemDark = matchMedia('(prefers-color-scheme: dark)');

/** Light, dark or as the system has it. `public/first-paint.js` applies the same choice before the first paint. */
@Service()
export class Theme {
  private readonly chosen = signal<ThemeName>(remembered());
  private readonly systemIsDark = signal(systemDark.matches);

  readonly current = this.chosen.asReadonly();

  constructor() {
    systemDark.addEventListener('change', ({ matches }) => {
      this.systemIsDark.set(matches);
    });
    this.apply();
  }

  /** Whether the page is dark now, whoever decided it. */
  isDark(): boolean {
    return this.chosen() === 'dark' || (this.chosen() === 'system' && this.systemIsDark());
  }

  choose(theme: ThemeName): void {
    localStorage.setItem(KEY, theme);
    this.chosen.set(theme);
    this.apply();
  }

  private apply(): void {
    const { dataset } = document.documentElement;
    if (this.chosen() === 'system') delete dataset['theme'];
    else dataset['theme'] = this.chosen();
  }
}

function remembered(): ThemeName {
  const stored = localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === stored) ?? 'system';
}

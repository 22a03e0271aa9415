import base from './playwright.config.ts';
const { globalSetup: _, ...rest } = base;
export default { ...rest, timeout: 150_000, expect: { timeout: 40_000 } };

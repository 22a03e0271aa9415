/**
 * Specs of the portal in a headless Chromium that is already on the machine: CHROME_BIN, or `chromium` in PATH.
 * The flags keep the browser off the network, and out of its sandbox where it runs as root.
 */
const { execFileSync } = require('node:child_process');

if (!process.env.CHROME_BIN) {
  try {
    process.env.CHROME_BIN = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  } catch {
    // Without `which` or chromium, karma-chrome-launcher looks for Chrome in its own places and says what it misses.
  }
}

module.exports = (config) => {
  config.set({
    frameworks: ['jasmine'],
    plugins: [require('karma-jasmine'), require('karma-chrome-launcher'), require('karma-coverage')],
    client: { jasmine: { random: true, failSpecWithNoExpectations: true, timeoutInterval: 60_000 } },
    reporters: ['dots'],
    browsers: ['QuietChromium'],
    customLaunchers: {
      QuietChromium: {
        base: 'ChromeHeadless',
        flags: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-dev-shm-usage',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
          '--disable-quic',
          '--no-first-run',
        ],
      },
    },
    browserNoActivityTimeout: 120_000,
    restartOnFileChange: false,
  });
};

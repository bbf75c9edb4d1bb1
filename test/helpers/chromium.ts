import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Where systems put it; CHROME_PATH names another one. */
const places = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const found = places.find((place) => place !== undefined && existsSync(place));

/** What a test says when it is skipped. */
export const noChromium =
  'no Chromium is installed (name one with CHROME_PATH), so that the page was not tried in a browser';

/**
 * Starts the system's Chromium without a window, with a camera that shows a test picture; nothing where there is none.
 * @param more switches of Chromium's
 */
export async function openChromium(more: readonly string[] = []): Promise<Browser | undefined> {
  if (!found) return undefined;
  return chromium.launch({
    executablePath: found,
    args: [
      ...more,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      // Its sandbox refuses to run for the administrator, whom containers have.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
}

import { chromium } from 'playwright-core';
const [,, address, name, width, height, scheme] = process.argv;
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const p = await (await b.newContext({ viewport: { width: +width, height: +height }, colorScheme: scheme ?? 'light' })).newPage();
await p.goto(address); 
await p.locator('.column .facts b').first().waitFor({ timeout: 60000 });
await p.waitForTimeout(3000);
await p.screenshot({ path: name, fullPage: true });
await b.close();

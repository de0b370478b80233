import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIdSettings, PUBLIC } from '../e2e/identity/openid-visit.js';
import { type OpenIdProvider, startOpenIdProvider } from '../fakes/openid-provider.js';
import { TestApp } from '../support/app.js';
import { expectAccessible, launch, visit } from './support/browser.js';

/** Somebody who signs in through the house's identity provider, a real one, with a real browser. */
describe('the button of the identity provider', () => {
  let app: TestApp;
  let provider: OpenIdProvider;
  let browser: Browser;

  beforeAll(async () => {
    provider = await startOpenIdProvider(`${PUBLIC}/api/oauth/openid`);
    app = await TestApp.start({ env: openIdSettings(provider.issuer) });
    await app.claim();
    browser = await launch(`--host-resolver-rules=MAP ${new URL(PUBLIC).host} ${new URL(app.url).host}`);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await provider?.stop();
  });

  it('leads there and back to the page one wanted', async () => {
    provider.person = { sub: 'ann-1', preferred_username: 'ann', email: 'ann@example.org', email_verified: true, groups: ['house-viewers'] };
    const { page, context, complaints } = await visit(browser, PUBLIC);
    await page.goto('/platforms');
    await page.getByRole('link', { name: /^Continue with/ }).waitFor();
    await expectAccessible(page, 'sign-in with a provider');
    await page.getByRole('link', { name: /^Continue with/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Platforms' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/platforms');
    // The public address of this test has no HTTPS, which Chromium remarks on.
    expect(complaints.filter((text) => !text.includes('Cross-Origin-Opener-Policy'))).toEqual([]);
    await context.close();
  });

  it('says so when the provider does not let somebody in', async () => {
    provider.person = { sub: 'eve-1', preferred_username: 'eve', email: 'eve@example.org', email_verified: true, groups: ['strangers'] };
    const { page, context } = await visit(browser, PUBLIC);
    await page.goto('/');
    await page.getByRole('link', { name: /^Continue with/ }).click();
    await page.getByRole('alert').waitFor();
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    expect((await context.cookies(PUBLIC)).some(({ name }) => name === 'romm_session')).toBe(false);
    await context.close();
  });
});

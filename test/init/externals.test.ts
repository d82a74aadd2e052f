import { describe, expect, it } from 'vitest';
import { adapterOf, nameOfHost } from '../../src/init/externals.ts';
import { vendorOfHost } from '../../src/lib/vendors.ts';

describe('the name of a system outside', () => {
  it.each([
    ['api.coingecko.com', 'coingecko'], ['d1.cloudfront.net', 'd1-cloudfront'], ['shop.example.co.uk', 'example'], ['catalogue.education.gouv.fr', 'education'], ['www.data.gouv.fr', 'data-gouv'],
    // A short word is told apart by the end of its domain.
    ['dev.to', 'dev-to'], ['api.vk.com', 'vk-com'],
  ])('%s is %s', (host, name) => expect(nameOfHost(host)).toBe(name));

  it.each([
    ['mybusiness.googleapis.com', 'google-apis'], ['maps.googleapis.com', 'google-maps'], ['europe.generativelanguage.googleapis.com', 'google-gemini'],
    ['api.stripe.com', 'stripe'], ['notstripe.com', undefined],
  ])('%s belongs to %s', (host, vendor) => expect(vendorOfHost(host)?.name).toBe(vendor));

  it('has an adapter where one place speaks to it, and none where all of the code does', () => {
    const parts = [{ name: 'api', path: ['apps/api'], kind: 'service' as const, from: 'apps/api/package.json' }];
    expect(adapterOf(['apps/api/src/stripe/client.ts', 'apps/api/src/stripe/webhook.ts'], 'stripe', parts)).toBe('apps/api/src/stripe/**');
    expect(adapterOf(['apps/api/src/pay/charge.ts'], 'stripe', parts)).toBe('apps/api/src/pay/charge.ts');
    expect(adapterOf(['apps/api/src/pay.ts', 'apps/api/src/orders/refund.ts'], 'stripe', parts)).toBeUndefined();
  });
});

import { expect, it } from 'vitest';
import { isKey, names } from '../../src/lib/tenancy.ts';

it.each(['tenant_id', 'tenantId', 'tenant', 'TenantId', '...TenantOwned'])('takes %s for the key', (field) => expect(isKey('tenant_id', field)).toBe(true));
it.each(['tenantName', 'id', 'tenancy_model', '...Timestamps'])('takes %s for another column', (field) => expect(isKey('tenant_id', field)).toBe(false));
it.each([['tenant_id', 'currentTenant'], ['tenantId', 'withTenant'], ['organizationId', 'organization_id'], ['org_id', 'orgId'], ['org_id', 'organisation']])('%s is spoken of by %s', (key, name) => expect(names(key, [name])).toBe(true));
it.each([['org_id', 'original_price'], ['org_id', 'category'], ['tenant_id', 'id'], ['account_id', 'counts']])('%s is not spoken of by %s', (key, name) => expect(names(key, [name])).toBe(false));

import { describe, expect, it } from 'vitest';
import sites from '../../src/facts/data-access/sites.ts';
import { prismaModels } from '../../src/facts/data-access/data-access.ts';
import { databaseOf } from '../../src/lib/hosts.ts';
import { createdTables, tablesOf } from '../../src/lib/sql.ts';
import type { DataSites } from '../../src/model/index.ts';
import { extract } from '../support-module.ts';

const read = (text: string): DataSites | undefined => extract(sites, text) as DataSites | undefined;

describe('definitions', () => {
  it.each([
    ["import { Entity } from 'typeorm';\n@Entity('orders') class Order {}", 'typeorm Order orders'],
    ["import { Entity } from 'typeorm';\n@Entity() class Order {}", 'typeorm Order undefined'],
    ["import { pgTable } from 'drizzle-orm/pg-core';\nexport const orders = pgTable('order_rows', {});", 'drizzle orders order_rows'],
    ["import mongoose from 'mongoose';\nexport const Order = mongoose.model('Order', schema);", 'mongoose Order undefined'],
    ["Order.init({}, { sequelize, tableName: 'orders' });", 'sequelize Order orders'],
  ])('%s', (text, expected) => expect(read(text)!.entities.map(({ orm, name, table }) => `${orm} ${name} ${table}`)).toEqual([expected]));
});

describe('accesses', () => {
  const seen = (text: string): string[] => (read(text)?.accesses ?? []).map(({ target, write }) => `${write ? 'writes' : 'reads'} ${target}`);
  it.each([
    ['this.prisma.order.update({});', ['writes order']],
    ['prisma.order.findMany();', ['reads order']],
    ['class S { constructor(@InjectRepository(Order) private repo: Repository<Order>) {} f() { this.repo.save({}); } }', ['writes Order']],
    ['this.connection.getRepository(ctx, Order).find();', ['reads Order']],
    ['manager.save(Order, {});', ['writes Order']],
    ['db.insert(orders).values({});', ['writes orders']],
    ['db.select().from(orders);', ['reads orders']],
    ['db.query(`UPDATE orders SET state = ${state} WHERE id = ${id}`);', ['writes orders']],
    ['list.find((one) => one);', []],
    ["const text = 'Select a file from the list';", []],
    ["stop(one ? 'Update notification queued' : 'Update notifications queued');", []],
    ['map.delete(key);', []],
  ])('%s', (text, expected) => expect(seen(text).filter((one) => !/ (?:a|the|key)$/.test(one))).toEqual(expected));
});

it('reads tables of statements, without those that they make up', () => {
  expect(tablesOf('WITH recent AS (SELECT * FROM orders) INSERT INTO "public"."stats" SELECT * FROM recent JOIN users u ON true')).toEqual([{ table: 'stats', write: true }, { table: 'orders', write: false }, { table: 'users', write: false }]);
  expect(createdTables('-- x\nCREATE TABLE IF NOT EXISTS "public"."orders" (\n);\ncreate table items (id int);')).toEqual([{ table: 'orders', line: 2 }, { table: 'items', line: 4 }]);
});

it('reads the models of a schema with their tables', () => {
  expect(prismaModels('s.prisma', 'model Order {\n  id Int @id\n  @@map("orders")\n}\n\nmodel Item {\n}\n').map(({ name, table, at }) => `${at.line} ${name} ${table}`)).toEqual(['1 Order orders', '6 Item Item']);
});

it('compares databases by host and name, without the password', () => {
  expect(databaseOf('postgres://a:b@db:5432/shop?sslmode=require')).toBe('db/shop');
  expect(databaseOf('jdbc:postgresql://db/shop')).toBe('db/shop');
  expect(databaseOf('redis://cache:6379/0')).toBeUndefined();
  expect(databaseOf('postgres://${HOST}/shop')).toBeUndefined();
});

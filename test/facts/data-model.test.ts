import { describe, expect, it } from 'vitest';
import { prismaShapes } from '../../src/lib/prisma.ts';
import { sqlShapes } from '../../src/lib/sql-shapes.ts';
import type { DataModel } from '../../src/model/index.ts';
import { cli, repository, type Tree } from '../support.ts';

async function edges(tree: Tree): Promise<string[]> {
  const { stdout } = await cli(['facts', 'dataModel', repository(tree), '--no-cache']);
  return (JSON.parse(stdout) as DataModel).edges.map(({ from, to, cardinality, by, optional }) => `${from} ${cardinality} ${to}${by === undefined ? '' : ` by ${by}`}${optional ? '?' : ''}`);
}

describe('relations, each once and from where the key is kept', () => {
  it.each<[string, Tree, string[]]>([
    ['Prisma', { 'prisma/schema.prisma': `model User {\n  id Int @id\n  posts Post[]\n  profile Profile?\n}\nmodel Post {\n  id Int @id\n  authorId Int?\n  author User? @relation(fields: [authorId], references: [id])\n  tags Tag[]\n}\nmodel Profile {\n  userId Int @unique\n  user User @relation(fields: [userId], references: [id])\n}\nmodel Tag {\n  id Int @id\n  posts Post[]\n}\n` },
      ['Post many-to-many Tag', 'Post many-to-one User by authorId?', 'Profile one-to-one User by userId']],
    ['TypeORM', { 'src/a.ts': `import { Entity, Column, PrimaryGeneratedColumn, ManyToOne, OneToMany, OneToOne, JoinColumn, ManyToMany } from 'typeorm';\n@Entity() export class User { @PrimaryGeneratedColumn() id: number; @OneToMany(() => Post, (p) => p.author) posts: Post[]; @OneToOne(() => Profile) @JoinColumn() profile: Profile; }\n@Entity() export class Post { @Column() title: string; @ManyToOne((type) => User) author: User; @ManyToMany(() => Tag) tags: Tag[]; }\n@Entity() export class Profile { @Column() bio: string; }\n@Entity() export class Tag { @Column() name: string; @ManyToMany(() => Post) posts: Post[]; }\n` },
      ['Post many-to-many Tag', 'Post many-to-one User by author', 'User one-to-one Profile by profile']],
    ['Sequelize', { 'src/a.ts': `import { Table, Column, BelongsTo, ForeignKey, HasMany, Model } from 'sequelize-typescript';\n@Table({ tableName: 'teams' }) class Team extends Model { @Column name: string; @HasMany(() => User) users: User[]; }\n@Table({ tableName: 'users' }) class User extends Model { @BelongsTo(() => Team, 'teamId') team: Team; @ForeignKey(() => Team) @Column teamId: string; }\n` },
      ['User many-to-one Team by teamId']],
    ['Mongoose', { 'src/a.ts': `import mongoose, { Schema } from 'mongoose';\nconst schema = new Schema({ team: { type: Schema.Types.ObjectId, ref: 'Team', required: true }, friends: [{ type: Schema.Types.ObjectId, ref: 'User' }] });\nexport const User = mongoose.model('User', schema);\nexport const Team = mongoose.model('Team', new Schema({ name: String }));\n` },
      ['User many-to-one Team by team', 'User many-to-many User by friends']],
    ['Drizzle', { 'src/a.ts': `import { pgTable, serial, integer } from 'drizzle-orm/pg-core';\nimport { relations } from 'drizzle-orm';\nexport const users = pgTable('users', { id: serial('id').primaryKey() });\nexport const posts = pgTable('posts', { id: serial('id').primaryKey(), userId: integer('user_id').notNull().references(() => users.id) });\nexport const r = relations(posts, ({ one }) => ({ user: one(users, { fields: [posts.userId], references: [users.id] }) }));\nexport const s = relations(users, ({ many }) => ({ posts: many(posts) }));\n` },
      ['posts many-to-one users by userId']],
    ['SQL', { 'db/schema.sql': 'CREATE TABLE orgs (id int PRIMARY KEY);\nCREATE TABLE users (\n  id int PRIMARY KEY,\n  org_id int NOT NULL REFERENCES orgs(id),\n  boss int\n);\nALTER TABLE users ADD CONSTRAINT b FOREIGN KEY (boss) REFERENCES users (id);\n' },
      ['users many-to-one orgs by org_id', 'users many-to-one users by boss']],
    ['Knex', { 'migrations/1.js': `exports.up = (knex) => knex.schema.createTable('orgs', (t) => { t.increments('id'); }).createTable('users', (t) => { t.increments('id'); t.integer('org_id').notNullable().references('id').inTable('orgs'); });\n` },
      ['users many-to-one orgs by org_id']],
  ])('%s', async (_orm, tree, expected) => expect((await edges(tree)).sort()).toEqual(expected.sort()));
});

it('reads keys of a Prisma schema', () => {
  expect(prismaShapes('model A {\n  id String @id // the key\n  mail String? @unique\n  @@map("as")\n}\n')).toEqual([{ orm: 'prisma', name: 'A', table: 'as', line: 1, columns: [{ name: 'id', type: 'String', key: 'primary' }, { name: 'mail', type: 'String', key: 'unique', optional: true }], relations: [] }]);
});

it('reads keys of a script, and a hostile one in no time', () => {
  expect(sqlShapes('create table "a" (\n  x int,\n  y numeric(4, 2) not null,\n  primary key (x)\n);')[0]!.columns).toEqual([{ name: 'x', type: 'int', key: 'primary' }, { name: 'y', type: 'numeric', optional: undefined }].map(({ optional: _none, ...rest }) => rest));
  const started = performance.now();
  sqlShapes('alter table a '.repeat(20_000));
  sqlShapes(`create table a (${'('.repeat(100_000)}`);
  expect(performance.now() - started).toBeLessThan(2000);
});

it('takes columns from base classes of other files, which name no entity themselves', async () => {
  const { stdout } = await cli(['facts', 'dataModel', repository({
    'src/base.ts': "import { CreateDateColumn, PrimaryGeneratedColumn } from 'typeorm';\nexport abstract class Base { @PrimaryGeneratedColumn() id: number; @CreateDateColumn() createdAt: Date; }\n",
    'src/order.ts': "import { Column, Entity } from 'typeorm';\nimport { Base } from './base';\n@Entity() export class Order extends Base { @Column({ unique: true }) code: string; }\n",
  }), '--no-cache']);
  expect((JSON.parse(stdout) as DataModel).entities[0]!.columns).toEqual([{ name: 'code', type: 'string', key: 'unique' }, { name: 'id', type: 'number', key: 'primary' }, { name: 'createdAt', type: 'Date' }]);
});

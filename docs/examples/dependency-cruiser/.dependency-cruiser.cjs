module.exports = {
  forbidden: [
    {
      name: 'domain-stands-alone',
      comment: 'The domain must be testable without a database.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { path: '^src/(infra|api)/' },
    },
    {
      name: 'own-module-only',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/', pathNot: '^src/$1/' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
  ],
};

// An advisory as npm answers it, about a part that nobody has.

export const inventedAdvisory = (severity: string) => ({
  id: 1,
  url: 'https://advisories.northwind.example/GHSA-aaaa-bbbb-cccc',
  title: 'Invented for this test',
  severity,
  vulnerable_versions: '>=5.0.0 <99.0.0',
})

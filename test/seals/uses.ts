// Which tables carry seals, and at which of their uses a changed row is tried. A new table must be entered here.

/** `gate`: in test/seals/gate.ts. `page`: in test/seals/pages.ts. `elsewhere`: why it is not tried with the others. */
export const uses: Record<string, { gate?: true; page?: true; elsewhere?: string }> = {
  plan: { gate: true },
  vote: { gate: true },
  proof: { gate: true, page: true },
  accepted_notice: { gate: true },
  binding: { gate: true },
  freezing: { gate: true },
  role_seen: { gate: true },
  factor: { page: true },
  recovery_code: { page: true },
  page_link: { page: true },
  page_challenge: { page: true },
  worker_key: { page: true },
  own_secret: { elsewhere: 'test/secrets/rotate.test.ts' },
  retired_pepper: { elsewhere: 'test/secrets/rotate.test.ts' },
  own_place: { elsewhere: 'test/secrets/own-place.test.ts' },
  incoming: { elsewhere: 'test/requests/sealed-rows.test.ts' },
  handle: { elsewhere: 'test/requests/sealed-rows.test.ts' },
  notice: { elsewhere: 'test/requests/sealed-rows.test.ts' },
  reference: { elsewhere: 'test/outbox/references.test.ts' },
  request: { elsewhere: 'it is written to all the time; what runs is the sealed plan: test/seals/requests.ts' },
}

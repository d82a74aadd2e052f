import type { Blueprint } from './blueprint.ts';

const DRIVERS = 0.02;
const ONLINE = 0.3;
const PING_SECONDS = 4;

export const RIDE_MATCHING: Blueprint = {
  id: 'ride-matching',
  summary: 'Finds a driver near by for a rider within seconds, at a price that keeps both coming.',
  also: ['ride matching', 'ride hailing', 'ride sharing', 'rideshare', 'taxi', 'taxi app', 'uber', 'lyft', 'grab', 'ride service', 'cab booking'],
  functional: ['Ask for a ride and see its price', 'Match with a driver near by', 'Follow the car on the map', 'Drive, end and pay a trip', 'Raise prices where cars are scarce'],
  needs: { availability: '99.9%', latency_p99: '< 500ms', consistency: 'strong', compliance: 'none', read_write_ratio: 1, real_time: true },
  load: { actions: 60, recordsPerUser: 0.4, recordKb: 3, responseKb: 1, action: 'prices, map refreshes and trip calls of riders', record: 'a trip with its states' },
  sizes: ({ dau, recordsPerDay }) => {
    const online = dau * DRIVERS * ONLINE * 5;
    return [
      { name: 'drivers online at the peak', value: online, unit: 'count', formula: `all users × ${DRIVERS} drivers × ${ONLINE} online` },
      { name: 'positions a second', value: online / PING_SECONDS, unit: 'rate', formula: `drivers online ÷ ${PING_SECONDS} s: more than all other writes together` },
      { name: 'memory for all positions', value: online * 200, unit: 'bytes', formula: 'drivers online × 200 B: one machine holds a country' },
      { name: 'trips a second at the peak', value: (recordsPerDay / 86_400) * 3, unit: 'rate', formula: 'trips a day ÷ 86400 × 3' },
      { name: 'positions kept a year, at 50 bytes', value: (online / 2 / PING_SECONDS) * 86_400 * 365 * 50, unit: 'bytes', formula: 'mean positions a second × 86400 × 365 × 50 B; thinned out after 30 days' },
    ];
  },
  parts: [
    {
      id: 'trips', does: 'Leads a trip from asked to paid; the only writer of its state.', context: 'Trips', criticality: 'critical', store: 'trips', trigger: 'cpu 70%',
      entities: [{ name: 'Trip', root: true, fields: ['trip_id', 'rider_id', 'driver_id', 'state', 'price_minor', 'price_id', 'version'], invariants: ['A driver has one active trip at most', 'A trip is offered to one driver at a time', 'The price that was shown is the price that is charged'] }],
      commands: ['RequestRide', 'AcceptOffer', 'EndTrip', 'CancelTrip'], queries: ['GetTrip'], publishes: ['RideRequested', 'TripMatched', 'TripEnded'],
      uses: [
        { store: 'trips', why: 'A state changes by comparing its version; a partial unique index keeps a driver to one active trip.' },
        { part: 'pricing', via: 'grpc', timeout: '300ms', retries: 1, why: 'It takes the price that was shown, by its id.', without: 'A price that was shown is honoured for 5 minutes; without one, the base price.' },
        { queue: 'trip-events', mode: 'async', why: 'Matching, payment and the map follow the trip, from the outbox.' },
        { external: 'payment-provider', via: 'http', why: 'The price is reserved before the match and captured at the end.', without: 'The trip ends all the same, and is charged later.', timeout: '10s', retries: 2, idempotencyKey: 'trip_id and step' },
      ],
    },
    {
      id: 'matching', does: 'Picks drivers for requests and offers them one after the other.', context: 'Matching', criticality: 'critical', trigger: 'queue depth', consumes: ['RideRequested'], publishes: ['OfferMade'],
      uses: [
        { queue: 'trip-events', mode: 'async', why: 'Requests arrive by city, in order.' },
        { part: 'locations', via: 'grpc', timeout: '100ms', retries: 1, why: 'Free drivers within a few cells.', without: 'The request waits two seconds and is tried again.' },
        { external: 'maps', via: 'http', why: 'Minutes by road, not metres by air, for the ten nearest.', without: 'The distance by air times 1.4 stands in.', timeout: '500ms', retries: 1, idempotencyKey: 'a read' },
        { part: 'trips', via: 'grpc', timeout: '500ms', retries: 2, idempotencyKey: 'offer_id', why: 'The offer is written down before the phone rings.', without: 'No offer is made.' },
      ],
    },
    {
      id: 'locations', does: 'Knows where each driver is and whether they are free.', context: 'Locations', criticality: 'critical', within: 'matching', perInstance: 2000, trigger: 'positions per second', commands: ['ReportPosition'], queries: ['FreeDriversNear'], publishes: ['PositionReported'],
      uses: [{ cache: 'positions', why: 'A position is worth ten seconds: memory, by geographic cell.' }, { queue: 'position-log', mode: 'async', why: 'Traces are for prices, disputes and models, and never in the way.' }],
    },
    {
      id: 'pricing', does: 'Says what a ride costs here and now, and holds that price for a while.', context: 'Pricing', criticality: 'important', within: 'trips', store: 'pricing', trigger: 'cpu 70%',
      entities: [{ name: 'PriceShown', root: true, fields: ['price_id', 'rider_id', 'cell', 'multiplier', 'amount_minor', 'valid_until'], invariants: ['A price is honoured until valid_until', 'A multiplier never leaves the bounds of the city'] }],
      queries: ['QuotePrice'], consumes: ['PositionReported', 'RideRequested'],
      uses: [{ queue: 'trip-events', mode: 'async', why: 'Requests by zone are half of the multiplier.' }, { queue: 'position-log', mode: 'async', why: 'Positions over time.' }, { store: 'pricing', why: 'Each price that was shown, with what made it.' }, { store: 'traces', why: 'Where cars were when prices were wrong.' }, { part: 'locations', via: 'grpc', timeout: '200ms', retries: 1, why: 'Free drivers by cell.', without: 'The last multiplier holds, and falls to 1 within 10 minutes.' }],
    },
    {
      id: 'live', does: 'Holds the connections of phones: positions in, offers and the moving car out.', context: 'Live', criticality: 'critical', within: 'trips', from: 'moderate', group: 'locations', perInstance: 1000, trigger: 'open connections per instance',
      stateful: 'It holds sockets; a phone that loses its connection reconnects to any other instance and asks for the state of its trip.',
      uses: [{ part: 'locations', via: 'grpc', mode: 'async', why: 'Positions are passed on in batches.', without: 'Positions are dropped; the next comes in four seconds.' }, { queue: 'trip-events', mode: 'async', why: 'Offers and changes go to the phones concerned.' }],
    },
  ],
  stores: [
    { id: 'trips', holds: 'trips and their states', plan: { light: { role: 'relational', why: 'Money and promises: transactions, and a unique index that keeps a driver to one trip.' }, heavy: { role: 'relational', why: 'The same, split by city: no trip ever leaves its city’s shard.', sharding: 'by city_id', partitioning: 'by month' } } },
    { id: 'pricing', holds: 'prices that were shown', plan: { light: { role: 'relational', why: 'Asked about one by one, in disputes.' } } },
    { id: 'traces', holds: 'positions over time', plan: { light: { role: 'relational', why: 'Positions of trips only, one row each 10 seconds, kept 30 days.' }, heavy: { role: 'time-series', why: 'Added all the time, read by trip and time.', partitioning: 'by day' } } },
  ],
  caches: [{ id: 'positions', from: 'moderate', key: 'v1:{city}:cell:{cell}', ttl: '30s', pattern: 'write-behind', invalidation: 'A driver who is silent for 30 seconds is gone; one who moves leaves the old cell with the same command.', stampede: 'single-flight', hitRatio: 0.95, why: 'The index of free drivers: overwritten every four seconds, worthless after thirty.' }],
  queues: [
    { id: 'trip-events', why: 'Matching, prices and phones follow the trip.', events: ['RideRequested', 'TripMatched', 'TripEnded'], producers: ['trips'], consumers: ['matching', 'live', 'pricing'], key: 'city_id', idempotencyKey: 'event_id' },
    { id: 'position-log', why: 'Traces are kept apart from the live index.', events: ['PositionReported'], producers: ['locations'], consumers: ['pricing'], key: 'driver_id', idempotencyKey: 'driver_id and second', from: 'heavy' },
  ],
  externals: [
    { id: 'maps', kind: 'external-api', why: 'Roads, turns and traffic.', criticality: 'important', without: 'The distance by air times 1.4 stands in.', timeout: '500ms', retries: 1, idempotencyKey: 'a read', fallback: 'default_value' },
    { id: 'payment-provider', kind: 'saas', why: 'Cards.', criticality: 'important', without: 'The trip ends all the same, and is charged later.', timeout: '10s', retries: 2, idempotencyKey: 'trip_id and step', fallback: 'error_with_retry_after' },
  ],
  apis: [
    { id: 'rides-http', part: 'trips', style: 'rest', public: true, clients: ['mobile'], why: 'A trip is a resource with states; a phone that lost its line asks again.', operations: ['POST /v1/trips', 'GET /v1/trips/{id}', 'POST /v1/trips/{id}/cancellation', 'POST /v1/offers/{id}/acceptance'], limit: '120/min', idempotent: true },
    { id: 'quotes-http', part: 'pricing', style: 'rest', public: true, clients: ['mobile'], why: 'A price is asked for before anything is promised.', operations: ['POST /v1/quotes'], limit: '60/min', idempotent: true },
    { id: 'live-socket', part: 'live', style: 'websocket', public: true, clients: ['mobile'], why: 'Drivers report and riders watch at once: both sides talk.', operations: ['driver: position {lat, lon, heading}', 'server: offer {offer_id, pickup, expires_in: 15}', 'server: car {lat, lon, eta}'], streaming: 'bidirectional', limit: '60/min', from: 'moderate' },
  ],
  flow: { title: 'A ride is asked for and matched', steps: [
    { from: 'rider', to: 'pricing', says: 'POST /v1/quotes' },
    { from: 'pricing', to: 'rider', says: '14.50, price_id, valid 5 min', reply: true },
    { from: 'rider', to: 'trips', says: 'POST /v1/trips, price_id' },
    { from: 'trips', to: 'trips-store', says: 'insert: requested' },
    { from: 'trips', to: 'trip-events', says: 'RideRequested' },
    { from: 'trip-events', to: 'matching', says: 'by city, collected for 2 s', reply: true },
    { from: 'matching', to: 'locations', says: 'free drivers in the cell and its ring' },
    { from: 'locations', to: 'positions', says: 'members of 7 cells', since: 'moderate' },
    { from: 'matching', to: 'maps', says: 'minutes for the ten nearest' },
    { from: 'matching', to: 'trips', says: 'offer to driver 7 (if still free)' },
    { from: 'live', to: 'driver', says: 'offer, 15 s', since: 'moderate' },
    { from: 'trips', to: 'driver', says: 'offer, 15 s (push notification)', until: 'moderate' },
    { from: 'driver', to: 'trips', says: 'accept: compare the version, matched' },
    { from: 'trips', to: 'rider', says: 'driver 7, 4 minutes', reply: true },
  ] },
  consistency: [
    { operation: 'Match a trip with a driver', level: 'strong', part: 'trips', why: 'A driver with two riders is the worst fault there is; the unique index of one store decides.' },
    { operation: 'Show cars on the map', level: 'eventual', part: 'locations', why: 'Some seconds late is fine.' },
  ],
  clients: ['mobile'],
  cell: { key: 'the city', why: 'Riders and drivers of a city have nothing to do with those of another: the natural cell.' },
  challenges: [
    { name: 'a geospatial index', problem: 'Who is near, among cars that all move?', answer: {
      light: 'PostGIS with an index over the last position of each driver, one update every ten seconds: hundreds of drivers are nothing to it.',
      moderate: 'Hexagonal cells (H3, about 500 m) as sets in memory: a driver is in one set, a search asks the cell and the ring around it. A move within the cell changes nothing but the position.',
      heavy: 'The same, one index for each city, its owner keeping it in memory with Redis behind it; the size of cells follows density, and the ring grows until there are ten candidates. Cells that are hot at an airport are split.',
    } },
    { name: 'matching in real time', problem: 'The nearest driver is not the best for all, and must not be given away twice.', answer: {
      light: 'The nearest free driver by road gets the offer, for 15 seconds; then the next. The trip row is the lock.',
      moderate: 'Requests of two seconds are collected for each city and matched together, so that the sum of minutes is least; the offer is written before it rings, and acceptance compares the version.',
      heavy: 'The same in batches for each zone of a city, with one worker for each zone (a lease with a fencing number, so that an old one cannot write). Drivers who will be free in three minutes count, too.',
    } },
    { name: 'surge pricing', problem: 'Where riders are many and cars few, somebody waits; a price moves both, and must not jump.', answer: {
      light: 'A table of prices by hour and zone that people set. Write down where requests found no car: that is the data a surge needs.',
      moderate: 'Requests over free drivers for each cell and minute give a multiplier, smoothed over 5 minutes and neighbours, within bounds of the city. The price that was shown is held for 5 minutes.',
      heavy: 'The same over a forecast of the next 10 minutes, computed on the stream of positions and requests; caps, and an off switch for emergencies that one person can throw.',
    } },
  ],
  watch: ['From asked to matched under 10 s, 95 of 100; share of requests without a car, by zone.', 'Offers made to a driver who was taken: none.', 'Age of positions; above 10 seconds for a city, matching works from the past.', 'Multiplier by zone against its bounds.'],
  tradeoffs: ['Two seconds of collecting make the first rider wait and all together wait less.', 'Positions live in memory and may be lost: drivers report again in four seconds.', 'A shard for each city makes trips between cities an exception that the city of the start owns.'],
  growth: [['positions take more than a tenth of the database', 'move them to memory, by cell', 'moderate'], ['riders in one city wait while cars stand next street', 'match in batches instead of one by one', 'moderate'], ['a second country', 'cells by city, each whole']],
  interviewUsers: 50_000_000,
};

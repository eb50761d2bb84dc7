// A record of the user's that no reader believes. Types only.

export type SetAside = { table: string; key: string; value: unknown };

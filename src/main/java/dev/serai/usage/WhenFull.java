package dev.serai.usage;

/** What becomes of new calls while the journal has no room for their records. */
enum WhenFull {
  /** They are told to try again later, so that whatever is served is recorded. */
  REFUSE,

  /** They are served; records that find no room in memory either are lost and counted. */
  ALLOW
}

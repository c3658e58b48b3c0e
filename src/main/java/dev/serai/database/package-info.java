/**
 * The way to PostgreSQL: connection pool, migrations and the feed of changes.
 *
 * <p>Owns the {@link javax.sql.DataSource} and the files in {@code db/migration}. Knows no table
 * but {@code change_counter}, and nothing of the request path waits for it: not for a core either,
 * see {@link dev.serai.database.Niceness}. Start at {@link dev.serai.database.Changes}: how what an
 * admin writes reaches the snapshots of every replica.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = "call")
@org.jspecify.annotations.NullMarked
package dev.serai.database;

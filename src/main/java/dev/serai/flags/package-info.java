/**
 * Feature flags: what an organization is shown of Serai's pages.
 *
 * <p>Owns the list of flags ({@link dev.serai.flags.Flag}), what each organization set, and the
 * snapshot that code asks: {@link dev.serai.flags.Flags#enabled}. A flag hides or shows; it never
 * guards: what somebody may do is said by permissions. Start at {@link dev.serai.flags.Flags}.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"access", "admin", "database", "tenants"})
@org.jspecify.annotations.NullMarked
package dev.serai.flags;

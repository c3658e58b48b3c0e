/**
 * Starting a coding agent so that all it asks of a model goes through the gateway.
 *
 * <p>Owns what each tool reads ({@link dev.serai.cli.launch.Tools}), the environment and the
 * temporary files that a child gets ({@link dev.serai.cli.launch.Plan}), what of the user's own
 * settings would lead around the gateway, and the child's life: it never outlives the launcher.
 * Never signs in, never forwards a call, never changes a file of the user's. Knows no command and
 * no terminal. Start at {@link dev.serai.cli.launch.Launch}.
 */
@org.jspecify.annotations.NullMarked
package dev.serai.cli.launch;

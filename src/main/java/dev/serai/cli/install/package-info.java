/**
 * Putting the command line on a machine: the jar that runs copies itself, writes the script that
 * starts it ({@code launch.sh} of this folder is what it does), has the JVM prepare its classes,
 * and looks whether what is there works.
 *
 * <p>Never fetches anything, never changes the {@code PATH} or a shell's files. Knows no command
 * and no terminal. Start at {@link dev.serai.cli.install.Installation}.
 */
@org.jspecify.annotations.NullMarked
package dev.serai.cli.install;

/** The scripts and files of an installation; the jar itself is tried once it is made. */
@org.jspecify.annotations.NullMarked
package dev.serai.cli.install;

package dev.serai.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The permission that an endpoint of the admin port needs. Who has it nowhere is refused before the
 * endpoint runs; whether it holds where the thing in question is, the endpoint finds out itself.
 * Every endpoint under {@code /api} has this or {@link SignedIn}, else nobody may call it.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {
  Permission value();
}

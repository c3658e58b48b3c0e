package dev.serai.admin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The admin port.
 *
 * @param breakGlass whether admin tokens are taken
 */
@ConfigurationProperties("serai.admin")
record AdminSettings(@DefaultValue("true") boolean breakGlass) {}

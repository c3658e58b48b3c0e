package dev.serai.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A {@link CrashScene} of its own for each test of a class. */
@Tag("e2e")
abstract class OnCrashScene {
  @TempDir Path folder;
  CrashScene scene;

  @BeforeEach
  void begin() {
    scene = new CrashScene(folder);
  }

  @AfterEach
  void end() {
    scene.close();
  }
}

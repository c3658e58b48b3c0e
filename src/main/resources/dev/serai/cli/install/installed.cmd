@echo off
rem Serai's command line @version@, written by "serai install": install again rather than edit.
setlocal EnableExtensions DisableDelayedExpansion
set "java=@java@\bin\java.exe"
if not exist "%java%" if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java.exe"
if not exist "%java%" for %%j in (java.exe) do set "java=%%~$PATH:j"
if not defined java goto :nojava
if exist "%~dp0@cacheName@" goto :prepared
"%java%" @options@ -cp "%~dp0@jarName@" dev.serai.cli.Main %*
exit /b %ERRORLEVEL%
:prepared
"%java%" @options@ "-XX:AOTCache=%~dp0@cacheName@" -Xlog:all=off -cp "%~dp0@jarName@" dev.serai.cli.Main %*
exit /b %ERRORLEVEL%
:nojava
echo error: no JDK 25 or newer found>&2
echo   get one: https://adoptium.net, or set JAVA_HOME>&2
exit /b 1

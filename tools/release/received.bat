@echo off
rem For files that others sent: as the other icon, but no configuration in their folder counts.
chcp 936 >nul
setlocal DisableDelayedExpansion
set "CONFORMANCE_CONFIG=0"
call "%~dp0检查.bat" %*
exit /b %ERRORLEVEL%

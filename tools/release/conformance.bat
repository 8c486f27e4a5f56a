@echo off
rem The whole command line: conformance.bat check --help
setlocal DisableDelayedExpansion
set "HERE=%~dp0"
if not exist "%HERE%app\python.txt" goto install
set /p PY=<"%HERE%app\python.txt"
"%PY%" -IS "%HERE%run.py" cli %*
exit /b %ERRORLEVEL%

:install
echo 尚未安装，请先双击“安装.bat”。
exit /b 2

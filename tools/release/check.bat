@echo off
rem Files are dragged onto this icon. All the work is done by the tool: conformance.cli.office.
chcp 936 >nul
setlocal DisableDelayedExpansion
set "HERE=%~dp0"
if not exist "%HERE%app\python.txt" goto install
set /p PY=<"%HERE%app\python.txt"
if not exist "%PY%" goto install
"%PY%" -IS "%HERE%run.py" office %*
set "CODE=%ERRORLEVEL%"
echo.
pause
exit /b %CODE%

:install
echo 尚未安装，或所用的 Python 已不在原处。请先双击“安装.bat”。
pause
exit /b 2

@echo off
rem Finds a Python and hands over to install.py.
chcp 936 >nul
setlocal DisableDelayedExpansion
set "HERE=%~dp0"
set "PY="
if exist "%HERE%python\python.exe" set "PY=%HERE%python\python.exe"
for %%V in (@PYTHONS@) do if not defined PY call :try %%V
if not defined PY for /f "delims=" %%P in ('where python 2^>nul') do if not defined PY call :fit "%%P"
if not defined PY goto none
"%PY%" -IS "%HERE%install.py"
set "CODE=%ERRORLEVEL%"
pause
exit /b %CODE%

:try
for /f "delims=" %%P in ('py -%1 -c "import sys; print(sys.executable)" 2^>nul') do set "PY=%%P"
exit /b 0

:fit
"%~1" -c "import sys; sys.exit(sys.version_info[:2] not in [@VERSIONS@])" >nul 2>nul
if not errorlevel 1 set "PY=%~1"
exit /b 0

:none
echo 没有找到 Python。请先安装 64 位的 Python（@NAMES@ 之一），或按“使用说明.txt”把 Python 放进 python 文件夹，再运行一次。
pause
exit /b 2
